/** What lies over the page until it is put away: a sheet in the middle, or a drawer from the side. */

import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';

interface Props {
  label: string;
  isOpen: boolean;
  onClose: () => void;
  isDrawer?: boolean;
  children: ReactNode;
}

export function Sheet({ label, isOpen, onClose, isDrawer = false, children }: Props) {
  return (
    <ModalOverlay className="veil" isDismissable isOpen={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Modal className={isDrawer ? 'drawer' : 'sheet'}>
        <Dialog aria-label={label}>{children}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}
